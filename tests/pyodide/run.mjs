// Runs driver.py in Pyodide, with two folders of this machine at hand.
// Usage: node run.mjs <folder of the npm package pyodide> <job folder> <folder with xlwings>
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [pyodideFolder, jobFolder, xlwingsFolder] = process.argv.slice(2).map((p) => resolve(p));
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, "pyodide.mjs")));
const pyodide = await loadPyodide({ indexURL: pyodideFolder });
for (const [place, folder] of [
  ["/job", jobFolder],
  ["/packages/xlwings", xlwingsFolder],
]) {
  pyodide.FS.mkdirTree(place);
  pyodide.mountNodeFS(place, folder);
}
const driver = join(dirname(fileURLToPath(import.meta.url)), "driver.py");
await pyodide.runPythonAsync(readFileSync(driver, "utf8"), { filename: "driver.py" });
await pyodide.globals.get("main")();
