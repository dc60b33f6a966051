"""Plan files with a passphrase; ENCRYPTION.md beside this folder says what was decided and why.

`layout` knows the bytes, `keys` what a passphrase becomes, `sealing` the one way to encrypt,
`touched` what a commit changed, and `vault` puts them together for the store.
"""
