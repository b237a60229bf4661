"""`python -m bench`: all benchmarks, one after the other."""

from bench import calls_in_flight, feedback, first_words, llm_metrics, processor_time, streams

for module in (calls_in_flight, streams, processor_time, first_words, feedback, llm_metrics):
    print(f"\n== {module.__doc__.splitlines()[0]}", flush=True)
    module.main()
