// Looks at pages in frames of some widths: what sticks out to the right, and texts that are hard to read.
const MOST = 4.5; // WCAG 2.1, contrast (minimum)

function channels(color) {
  const numbers = color.match(/[\d.]+/g).map(Number);
  return numbers.length > 3 ? numbers : [...numbers, 1];
}

function over(top, below) {
  return [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
}

function luminance(color) {
  const linear = color.slice(0, 3).map(c => c / 255).map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function background(element, window) {
  const layers = [];
  for (let e = element; e; e = e.parentElement) layers.push(channels(window.getComputedStyle(e).backgroundColor));
  return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
}

/** Of a text in a drawing: the last shape before it that lies behind its middle, over what is behind the drawing. */
function backgroundInDrawing(text, window) {
  const svg = text.closest('svg'), box = text.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
  let behind = background(svg.parentElement, window);
  for (const shape of svg.querySelectorAll('rect, circle')) {
    const its = shape.getBoundingClientRect(), style = window.getComputedStyle(shape);
    if (shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING || style.fill === 'none') continue;
    if (its.left > x || its.right < x || its.top > y || its.bottom < y) continue;
    const fill = channels(style.fill);
    behind = over([...fill.slice(0, 3), fill[3] * style.fillOpacity * style.opacity], behind);
  }
  return behind;
}

/** Pairs of texts of a drawing that cover one another. */
function overlaps(svg) {
  const texts = [...svg.querySelectorAll('text')].filter(text => text.getClientRects().length && text.textContent.trim());
  const boxes = texts.map(text => text.getBoundingClientRect()), found = [];
  for (let i = 0; i < texts.length; i++)
    for (let k = i + 1; k < texts.length; k++) {
      const [a, b] = [boxes[i], boxes[k]];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 0.35 * Math.min(a.height, b.height)) found.push(`'${texts[i].textContent}' and '${texts[k].textContent}' overlap`);
    }
  return found;
}

function look(frame) {
  const window = frame.contentWindow, root = frame.contentDocument.documentElement, found = [];
  if (root.scrollWidth > root.clientWidth) found.push(`is ${root.scrollWidth - root.clientWidth} pixels wider than ${root.clientWidth}`);
  const texts = frame.contentDocument.createTreeWalker(frame.contentDocument.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement, style = window.getComputedStyle(element);
    if (!texts.currentNode.data.trim() || element.closest('script, style, title') || !element.getClientRects().length) continue;
    if (style.visibility === 'hidden') continue;
    const svg = element.namespaceURI.endsWith('svg'), behind = svg ? backgroundInDrawing(element, window) : background(element, window);
    const colour = over(channels(svg ? style.fill : style.color), behind), [a, b] = [luminance(colour), luminance(behind)];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < MOST) found.push(`'${texts.currentNode.data.trim().slice(0, 40)}' has contrast ${contrast.toFixed(2)}`);
  }
  for (const svg of frame.contentDocument.querySelectorAll('svg')) found.push(...overlaps(svg));
  return [...new Set(found)].map(what => `${frame.title}: ${what}`);
}

window.addEventListener('load', () => {
  const found = [...document.querySelectorAll('iframe')].flatMap(look);
  document.body.innerHTML = '';
  document.body.append('LOOKED\n' + found.join('\n') + '\nDONE');
});
