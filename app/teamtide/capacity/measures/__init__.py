"""What a structure comes to: the measures of MODEL section 6, from loads and projections.

`catalogue` is the table of them; `compare.measure_scenarios` takes them of several scenarios in one
call; each module beside them holds the measures of one theme.
"""
