from curriculum import unlocking
from lms.accounts import merging, my_data

merging.register(unlocking.merge)
my_data.register("completed_modules", unlocking.completions_of)
