const ELEMENT = 1;

/**
 * Makes one element what another is, keeping what stays: focus, scroll positions, open details, what was typed.
 * Elements with an id are matched by it, others by their place.
 *
 * @param {Element} from
 * @param {Element} to
 * @param {(added: Element) => void} [onAdded] told of each element with an id that is new
 */
export function morph(from, to, onAdded = () => undefined) {
  syncAttributes(from, to);
  const byId = new Map(Array.from(from.children, (child) => [child.id, child]));
  byId.delete("");
  let at = from.firstChild;
  for (const wanted of to.childNodes) {
    const match = matchOf(wanted, at, byId);
    if (match === null) {
      const added = document.importNode(wanted, true);
      from.insertBefore(added, at);
      if (added.nodeType === ELEMENT && added.id !== "") onAdded(added);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else from.insertBefore(match, at);
    if (match.nodeType === ELEMENT) morph(match, wanted, onAdded);
    else if (match.nodeValue !== wanted.nodeValue) match.nodeValue = wanted.nodeValue;
  }
  while (at !== null) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

/** The node that becomes `wanted`, or null where there is none yet. */
function matchOf(wanted, at, byId) {
  if (wanted.nodeType === ELEMENT && wanted.id !== "") {
    const known = byId.get(wanted.id);
    return known?.nodeName === wanted.nodeName ? known : null;
  }
  if (at === null || at.nodeName !== wanted.nodeName) return null;
  return at.nodeType === ELEMENT && at.id !== "" ? null : at;
}

function syncAttributes(from, to) {
  for (const name of from.getAttributeNames()) {
    if (!to.hasAttribute(name) && !isTheReaders(from, name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !isTheReaders(from, name)) from.setAttribute(name, value);
  }
}

/** What the reader opened or closed stays so. */
function isTheReaders(element, name) {
  return name === "open" && (element.nodeName === "DETAILS" || element.nodeName === "DIALOG");
}
