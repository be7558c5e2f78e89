/**
 * Runs in the page: texts whose contrast with what lies behind them is below WCAG 2.2 AA (4.5:1, 3:1 for large text),
 * computed as success criterion 1.4.3 says. Ours have no pictures and no gradients behind them.
 */
export const lowContrast = `(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgbaOf = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const backdropOf = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const rgba = rgbaOf(getComputedStyle(at).backgroundColor);
      if (rgba[3] === 255) return rgba;
    }
    return [255, 255, 255, 255];
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (walker.currentNode.nodeValue.trim() === "" || !element.checkVisibility() || element.closest(".visually-hidden, noscript")) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = ratio(rgbaOf(style.color), backdropOf(element));
    if (found < (large ? 3 : 4.5)) low.push(element.className + ": " + walker.currentNode.nodeValue.trim().slice(0, 40) + " " + found.toFixed(2));
  }
  return low;
})()`;
