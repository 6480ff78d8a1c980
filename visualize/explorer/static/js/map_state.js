// The address is the exact view: what is asked of the server, and what is hidden, pinned, filtered, selected here.
const LISTS = ["open", "hide", "pin", "nokind", "norole", "nodoc", "noyear"];
const SINGLE = ["view", "around", "from", "to", "colour", "limit", "minw", "sel", "box", "tab"];
const ASKED = ["view", "around", "open", "from", "to", "colour", "limit", "lang"];

export function read(address = location.href) {
  const given = new URL(address).searchParams;
  const state = {};
  for (const name of SINGLE) state[name] = given.get(name) ?? "";
  for (const name of LISTS) state[name] = given.getAll(name);
  if (!state.view) state.view = "around";
  return state;
}

export function address(state) {
  const out = new URLSearchParams();
  for (const name of SINGLE) if (state[name] && !(name === "view" && state[name] === "around")) out.set(name, state[name]);
  for (const name of LISTS) for (const value of state[name]) out.append(name, value);
  const words = out.toString();
  return words ? `/map?${words}` : "/map";
}

export function question(state) {
  const out = new URLSearchParams();
  for (const name of ASKED) for (const value of [state[name]].flat()) if (value) out.append(name, value);
  return out.toString();
}

// Steps of the reader's own are steps of the browser's history, so undo and Back are one thing.
export function push(state) {
  const depth = (history.state?.depth ?? 0) + 1;
  history.pushState({ depth }, "", address(state));
}

export function replace(state) {
  history.replaceState({ depth: history.state?.depth ?? 0 }, "", address(state));
}

export const canUndo = () => (history.state?.depth ?? 0) > 0;
