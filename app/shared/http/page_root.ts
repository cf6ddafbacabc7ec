/** A page with its data, as the page adapter gives it to the view; rendered already where the server does so. */
interface RenderedPage {
  ssrBody?: string
}

const dataElement = /(<script data-page="[^"]*" type="application\/json">)(.*?)(<\/script>)/s

/**
 * The page's data, and the element it is shown in. The adapter's own escapes only "/": a customer who calls themselves
 * `<!--<script>` would leave every page that names them without an end, and so blank. No "<" of the data stays one.
 */
export function pageRoot(page: RenderedPage): string {
  if (page.ssrBody) {
    return page.ssrBody.replace(
      dataElement,
      (_all, start: string, data: string, end: string) => start + escaped(data) + end
    )
  }
  const data = escaped(JSON.stringify(page))
  return `<script data-page="app" type="application/json">${data}</script><div id="app"></div>`
}

function escaped(json: string): string {
  return json.replaceAll('<', String.raw`\u003c`)
}
