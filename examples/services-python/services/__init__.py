"""The parts that the pipelines deliver, and the pipelines themselves."""
