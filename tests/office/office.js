// A stand-in for Microsoft's office.js: as much of Office, Excel and CustomFunctions as xlwings'
// scripts and the task pane use, over the workbook in globalThis.fakeBook:
// { name, sheets: [{ name, values, formats, formulas, tables: [{ name, address, columns }] }] }.
// What is not here is undefined, so that a script that uses more fails.

(() => {
  const SUPPORTED = { ExcelApi: 7, SharedRuntime: 1, CustomFunctionsRuntime: 4 };
  const book = globalThis.fakeBook;
  const state = { active: 0, selection: "A1", calculations: 0, opened: [], failSync: null };
  const functions = new Map();
  globalThis.fakeOffice = { book, state, functions, call };

  const letters = (column) =>
    (column >= 26 ? letters(Math.floor(column / 26) - 1) : "") +
    String.fromCharCode(65 + (column % 26));
  const number = (text) =>
    [...text].reduce((total, letter) => total * 26 + letter.charCodeAt(0) - 64, 0) - 1;

  class Loaded {
    load() {
      return this;
    }
  }

  class NullObject extends Loaded {
    isNullObject = true;
  }

  class Range extends Loaded {
    isNullObject = false;
    format = { font: {}, fill: {}, autofitColumns() {}, autofitRows() {} };

    constructor(sheet, row, column, rows, columns) {
      super();
      Object.assign(this, { sheet, rowIndex: row, columnIndex: column });
      Object.assign(this, { rowCount: rows, columnCount: columns });
    }

    static at(sheet, address) {
      const ends = address.replaceAll("$", "").split(":");
      const [first, last] = [ends[0], ends.at(-1)].map((end) => {
        const [, column, row] = /^([A-Z]+)([0-9]+)$/.exec(end);
        return [Number(row) - 1, number(column)];
      });
      return new Range(sheet, ...first, last[0] - first[0] + 1, last[1] - first[1] + 1);
    }

    get address() {
      const first = `${letters(this.columnIndex)}${this.rowIndex + 1}`;
      const last = `${letters(this.columnIndex + this.columnCount - 1)}${this.rowIndex + this.rowCount}`;
      return `${this.sheet.data.name}!${first === last ? first : `${first}:${last}`}`;
    }

    read(grid, missing) {
      return Array.from({ length: this.rowCount }, (_, row) =>
        Array.from(
          { length: this.columnCount },
          (_, column) =>
            this.sheet.data[grid][this.rowIndex + row]?.[this.columnIndex + column] ?? missing,
        ),
      );
    }

    write(rows) {
      if (rows.length !== this.rowCount || rows.some((row) => row.length !== this.columnCount)) {
        throw new Error("The argument is invalid or missing or has an incorrect format.");
      }
      rows.forEach((row, down) =>
        row.forEach((value, right) => {
          const at = [this.rowIndex + down, this.columnIndex + right];
          const text = typeof value === "string" ? value.replace(/^'/, "") : value;
          for (const grid of ["values", "formulas"]) {
            (this.sheet.data[grid][at[0]] ??= [])[at[1]] = text ?? "";
          }
        }),
      );
    }

    get values() {
      return this.read("values", "");
    }

    set values(rows) {
      this.write(rows);
    }

    get formulas() {
      return this.read("formulas", "");
    }

    set formulas(rows) {
      this.write(rows);
    }

    get numberFormat() {
      return this.read("formats", "General");
    }

    select() {
      state.selection = this.address.split("!").pop();
    }
  }

  class Sheet extends Loaded {
    visibility = "Visible";
    showGridlines = true;
    isNullObject = false;
    pageLayout = { getPrintAreaOrNullObject: () => new NullObject() };
    names = collection([]);
    shapes = collection([]);
    charts = collection([]);

    constructor(data) {
      super();
      this.data = data;
    }

    get name() {
      return this.data.name;
    }

    get position() {
      return book.sheets.indexOf(this.data);
    }

    set position(wanted) {
      const active = book.sheets[state.active];
      book.sheets.splice(wanted, 0, ...book.sheets.splice(this.position, 1));
      state.active = book.sheets.indexOf(active);
    }

    get tables() {
      return collection(this.data.tables.map((table) => new Table(this, table)));
    }

    getUsedRangeOrNullObject() {
      const rows = this.data.values;
      const width = Math.max(0, ...rows.map((row) => row.length));
      return width ? new Range(this, 0, 0, rows.length, width) : new NullObject();
    }

    getRange(address) {
      return Range.at(this, address);
    }

    getRangeByIndexes(row, column, rows, columns) {
      return new Range(this, row, column, rows, columns);
    }

    activate() {
      state.active = this.position;
    }
  }

  class Table extends Loaded {
    showHeaders = true;
    showTotals = false;
    style = "TableStyleMedium2";
    showFilterButton = true;
    highlightFirstColumn = false;
    highlightLastColumn = false;
    showBandedRows = true;
    showBandedColumns = false;

    constructor(sheet, data) {
      super();
      Object.assign(this, { sheet, name: data.name });
      this.columns = collection(data.columns.map((name) => ({ name })));
      this.whole = Range.at(sheet, data.address);
    }

    getRange() {
      return this.whole;
    }

    getHeaderRowRange() {
      const { sheet, rowIndex, columnIndex, columnCount } = this.whole;
      return new Range(sheet, rowIndex, columnIndex, 1, columnCount);
    }

    getDataBodyRange() {
      const { sheet, rowIndex, columnIndex, rowCount, columnCount } = this.whole;
      return new Range(sheet, rowIndex + 1, columnIndex, rowCount - 1, columnCount);
    }
  }

  function collection(items) {
    return Object.assign(new Loaded(), { items });
  }

  function worksheets() {
    const items = book.sheets.map((data) => new Sheet(data));
    const find = (name) => items.find((sheet) => sheet.name === name);
    return Object.assign(collection(items), {
      getItem: find,
      getItemOrNullObject: (name) => find(name) ?? new NullObject(),
      getActiveWorksheet: () => items[state.active],
      add(name) {
        const data = { name, values: [], formats: [], formulas: [], tables: [] };
        book.sheets.push(data);
        return new Sheet(data);
      },
    });
  }

  class RequestContext {
    application = Object.assign(new Loaded(), {
      calculationMode: "Automatic",
      calculate: () => (state.calculations += 1),
    });

    get workbook() {
      return Object.assign(new Loaded(), {
        name: book.name,
        names: collection([]),
        application: this.application,
        worksheets: worksheets(),
        getSelectedRange: () => Range.at(new Sheet(book.sheets[state.active]), state.selection),
      });
    }

    async sync() {
      if (state.failSync) throw new Error(state.failSync);
    }
  }

  globalThis.Excel = {
    RequestContext,
    run: (work) => work(new RequestContext()),
    CalculationType: { full: "Full" },
    ShapeType: { image: "Image" },
  };

  globalThis.Office = {
    onReady: async (callback) => {
      const info = { host: "Excel", platform: "OfficeOnline" };
      callback?.(info);
      return info;
    },
    actions: { associate() {} },
    context: {
      platform: globalThis.fakePlatform ?? "OfficeOnline",
      ui: { openBrowserWindow: (address) => state.opened.push(address) },
      requirements: {
        isSetSupported: (name, version) => Number(version.split(".")[1]) <= (SUPPORTED[name] ?? 0),
      },
    },
  };

  class CustomFunctionsError extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  }

  globalThis.CustomFunctions = {
    associate: (id, work) => functions.set(id, work),
    Error: CustomFunctionsError,
    ErrorCode: { invalidValue: "#VALUE!" },
  };

  // What Excel does with a formula: the arguments, then what it tells of the call.
  async function call(id, ...values) {
    try {
      return { value: await functions.get(id)(...values, { address: "Initiativ!E2" }) };
    } catch (error) {
      return { error: error.code, message: error.message };
    }
  }
})();
