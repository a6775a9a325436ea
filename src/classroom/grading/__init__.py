"""The grading of many students by Dask's workers, none of whom is ever lost."""
