"""Code cells executed in this process, with the outputs that Jupyter would keep."""

import base64
import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any


@dataclass
class Kernel:
    """One namespace and one counter, as a fresh kernel has them."""

    _names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    _count: int = 0

    def run(self, notebook: Any) -> None:
        """Execute the code cells in order; each gets its count and outputs. Empty ones are skipped.

        Raises:
            Exception: what a cell raised; the cells after it do not run.
        """
        import matplotlib

        matplotlib.use("Agg")
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell.source.strip():
                self._count += 1
                cell.execution_count = self._count
                cell.outputs = []
                self._execute(cell.source, cell.outputs)

    def _execute(self, source: str, outputs: list[Any]) -> None:
        """Execute one cell; what came out before an error is kept, and the error."""
        written = {"stdout": io.StringIO(), "stderr": io.StringIO()}
        errors = []
        try:
            with redirect_stdout(written["stdout"]), redirect_stderr(written["stderr"]):
                code = "\n".join(_without_magic(line) for line in source.splitlines())
                # The cells are this package's own.
                exec(compile(code, f"<cell {self._count}>", "exec"), self._names)  # noqa: S102
        except Exception as error:
            name, text = type(error).__name__, str(error)
            errors = [_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])]
            raise
        finally:
            outputs += [
                _output("stream", name=name, text=text.getvalue())
                for name, text in written.items()
                if text.getvalue()
            ]
            outputs += errors + _figures()


def _without_magic(line: str) -> str:
    """A line of Python: `%pip install` becomes a look at what is installed, and says so."""
    if line.startswith("%pip install "):
        package = line.removeprefix("%pip install ").strip()
        told = f"Not run here: {package} {version(package)} is installed already."
        return f"print({told!r})"
    return "" if line.startswith("%matplotlib") else line


def _figures() -> list[Any]:
    """The open matplotlib figures as outputs, as `%matplotlib inline` shows and closes them."""
    if "matplotlib.pyplot" not in sys.modules:
        return []
    import matplotlib.pyplot as plt

    outputs = []
    for number in plt.get_fignums():
        figure, png = plt.figure(number), io.BytesIO()
        figure.savefig(png, format="png", bbox_inches="tight")
        width, height = (int(side) for side in figure.get_size_inches() * figure.dpi)
        data = {"text/plain": f"<Figure size {width}x{height} with {len(figure.axes)} Axes>"}
        if figure.axes:  # an empty one is not drawn
            data["image/png"] = base64.b64encode(png.getvalue()).decode()
        outputs.append(_output("display_data", data=data))
    plt.close("all")
    return outputs


def _output(output_type: str, **fields: Any) -> Any:
    import nbformat.v4

    v4: Any = nbformat.v4  # its functions have no types
    return v4.new_output(output_type, **fields)
