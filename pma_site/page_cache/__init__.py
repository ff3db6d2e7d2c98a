"""The pages of strangers, kept before the site in the form in which they leave it.

`front` stands before Django and answers what it keeps; `middleware` says, inside Django, which answers may be kept;
`writes` sees every commit that changes what the public reads; `stamps` tells it to all processes.
"""
