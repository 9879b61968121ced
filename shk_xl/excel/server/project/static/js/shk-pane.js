// The task pane: a button runs its script on the server and shows what it answers.
// The scripts, the workbook that is sent and the changes that come back are xlwings'.

const part = (selector) => document.querySelector(selector);
const status = part("#status");
const failure = part("#fel");
const panel = part("#panel");
const sink = part("#global-error-alert span");
const OUR_FUNCTION = /SHK_/i;

// What xlwings' scripts say in English, and what it means here.
const WORDS = [
  [
    /^No response received|^Network error|^Request timed out/,
    "Servern svarar inte. Kontrollera att den är igång och försök igen.",
  ],
  [
    /^Error: Action \d+ /,
    "Excel kunde inte göra alla ändringar. Ångra, avsluta redigering av celler och försök igen.",
  ],
  [
    /InvalidOperationInCellEditMode/,
    "En cell redigeras. Tryck på Enter eller Esc och försök igen.",
  ],
];

function inSwedish(text) {
  const known = WORDS.find(([pattern]) => pattern.test(text));
  return known ? known[1] : text;
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function paragraphs(text) {
  return text.split("\n").map((line) => element("p", { textContent: line }));
}

// xlwings calls this by its name, once the changes are in the workbook.
async function shkVisa(_context, answer) {
  status.replaceChildren(...paragraphs(answer.sentence));
  if (answer.downloads.length) showDownloads(answer.downloads);
  if (answer.findings) showFindings(answer.findings);
}

function showDownloads(downloads) {
  const list = part("#dokument ul");
  list.replaceChildren();
  for (const { name, token } of downloads) {
    const address = new URL(`/shk/dokument/${token}`, window.location.origin);
    const link = element("a", { href: address.href, download: name, textContent: name });
    link.addEventListener("click", (event) => openElsewhere(event, link));
    list.append(element("li", {}, link));
  }
  part("#dokument").hidden = false;
  list.querySelector("a").click();
}

// Excel on Mac downloads nothing itself: the person's browser does.
function openElsewhere(event, link) {
  if (Office.context.platform !== "Mac" || !Office.context.ui?.openBrowserWindow) return;
  event.preventDefault();
  Office.context.ui.openBrowserWindow(link.href);
}

function showFindings(findings) {
  const list = part("#fynd ol");
  list.replaceChildren(...findings.map(finding));
  part("#fynd-rubrik").textContent = findings.length ? "Kontroll" : "Kontroll: inget att anmärka";
  part("#fynd > .help").hidden = !findings.length;
  part("#fynd").hidden = false;
  part("#fynd").scrollIntoView();
}

function finding({ level, word, message, where, sheet, cell }) {
  const button = element(
    "button",
    { type: "button", className: `finding ${level}` },
    element("strong", { textContent: word }),
    element("span", { textContent: message }),
    element("span", { className: "where", textContent: where }),
  );
  button.addEventListener("click", () => guarded(() => goTo(sheet, cell)));
  return element("li", {}, button);
}

async function goTo(sheet, cell) {
  await Excel.run(async (context) => {
    const target = context.workbook.worksheets.getItem(sheet);
    target.activate();
    if (cell) target.getRange(cell).select();
    await context.sync();
  });
}

// The workbook that xlwings sends holds values only; this one button needs formulas.
async function ourFormulas() {
  return await Excel.run(async (context) => {
    const sheets = context.workbook.worksheets.load("items/name");
    await context.sync();
    const used = sheets.items.map((sheet) => ({
      sheet: sheet.name,
      range: sheet.getUsedRangeOrNullObject().load("formulas, rowIndex, columnIndex"),
    }));
    await context.sync();
    return used.filter(({ range }) => !range.isNullObject).flatMap(inRange);
  });
}

function inRange({ sheet, range }) {
  return range.formulas.flatMap((row, down) =>
    row.flatMap((formula, right) =>
      typeof formula === "string" && formula.startsWith("=") && OUR_FUNCTION.test(formula)
        ? [[sheet, `${letters(range.columnIndex + right)}${range.rowIndex + down + 1}`, formula]]
        : [],
    ),
  );
}

function letters(column) {
  const rest = Math.floor(column / 26);
  return (rest ? letters(rest - 1) : "") + String.fromCharCode(65 + (column % 26));
}

async function runScript(scriptName) {
  const { token, provider } = await globalThis.getAuth();
  sink.textContent = "";
  await xlwings.runPython({
    scriptName,
    auth: token,
    headers: { "Auth-Provider": provider },
    errorDisplayMode: "taskpane",
    args: scriptName === "anpassa_formler" ? [await ourFormulas()] : [],
  });
  // runPython does not throw: it leaves its message where it is told to.
  if (sink.textContent) throw sink.textContent;
}

async function guarded(work) {
  failure.replaceChildren();
  try {
    await work();
  } catch (error) {
    console.error(error);
    status.replaceChildren();
    failure.replaceChildren(...paragraphs(inSwedish(String(error))));
  }
}

// A button that works keeps the focus; pressing it again then does nothing.
async function press(button) {
  if (panel.getAttribute("aria-busy") === "true") return;
  panel.setAttribute("aria-busy", "true");
  part("#dokument").hidden = true;
  status.textContent = `Arbetar: ${button.textContent.trim()} …`;
  await guarded(() => runScript(button.dataset.script));
  panel.removeAttribute("aria-busy");
}

xlwings.registerCallback(shkVisa);
for (const button of document.querySelectorAll(".press")) {
  button.addEventListener("click", () => press(button));
}
