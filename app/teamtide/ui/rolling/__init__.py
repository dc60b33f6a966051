"""Rolling the plan forward to this week, with what is late asked about before."""
