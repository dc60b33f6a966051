"""Lists of people as people have them, made into changes of the plan."""
