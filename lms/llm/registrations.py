from lms.accounts import merging, my_data
from lms.llm import budgets, ledger, metrics

merging.register(ledger.move)
my_data.register("language_model_calls", ledger.of, erase=ledger.forget)
my_data.register("language_model_budgets", budgets.of, erase=budgets.erase)

metrics.register()
