"""Forms (表单): what a call asks for, how answers are read, shown, masked and exported.

``schema`` describes a form, ``answers`` reads what people typed, ``display`` turns answers into words; none of the three
needs Django. ``builder`` makes Django forms of them, ``models`` keeps versions.
"""
