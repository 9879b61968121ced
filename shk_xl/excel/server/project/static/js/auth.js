// What every request of xlwings' scripts carries: the person's sign-in where the server asks for
// one, else the key of this start, which stands in the address of the task pane.
globalThis.getAuth = async function () {
  if (config.authProviders.includes("entraid")) {
    return { token: await xlwings.getAccessToken(), provider: "entraid" };
  }
  const key = new URLSearchParams(window.location.search).get("nyckel");
  return { token: key ?? "", provider: "" };
};
