"""The brief: one page for somebody who decides, as a preview, a PDF and a picture."""
