/* Changes only what differs, so that scroll, focus, open rows and selected text stay as they are. */
export function matchChildren(current, wanted) {
  const keyed = new Map()
  for (const child of current.children) if (child.dataset.key) keyed.set(child.dataset.key, child)
  let place = current.firstChild
  for (const node of [...wanted.childNodes]) {
    const key = node.dataset?.key
    const known = key ? keyed.get(key) : place
    if (known && isAlike(known, node)) {
      if (known !== place) current.insertBefore(known, place)
      else place = place.nextSibling
      matchNode(known, node)
    } else {
      current.insertBefore(node, place)
    }
  }
  while (place) {
    const next = place.nextSibling
    place.remove()
    place = next
  }
}

function isAlike(current, wanted) {
  return (
    current.nodeType === wanted.nodeType &&
    current.nodeName === wanted.nodeName &&
    current.dataset?.key === wanted.dataset?.key
  )
}

function matchNode(current, wanted) {
  if (current.nodeType !== Node.ELEMENT_NODE) {
    if (current.nodeValue !== wanted.nodeValue) current.nodeValue = wanted.nodeValue
    return
  }
  if (current === document.activeElement && /^(INPUT|SELECT)$/.test(current.nodeName)) return
  const sameTime = current.nodeName === 'TIME' && current.dateTime === wanted.dateTime
  if (sameTime) return
  matchAttributes(current, wanted)
  matchChildren(current, wanted)
}

function matchAttributes(current, wanted) {
  const keep = current.nodeName === 'DETAILS' ? ['open'] : []
  for (const { name } of [...current.attributes]) {
    if (!keep.includes(name) && !wanted.hasAttribute(name)) current.removeAttribute(name)
  }
  for (const { name, value } of wanted.attributes) {
    if (current.getAttribute(name) !== value) current.setAttribute(name, value)
  }
}
