/** What a fault is aimed at: "POST /v1/payment_intents", "/v1/refunds" (any method), "GET /servers/:id", "* /v1/**". */
export function routeMatches(pattern: string, method: string, path: string): boolean {
  const words = pattern.trim().split(/\s+/)
  const [wantedMethod, wantedPath] = words.length > 1 ? [words[0], words[1]] : ['*', words[0]]
  if (wantedMethod !== '*' && wantedMethod?.toUpperCase() !== method.toUpperCase()) return false
  return pathMatches(wantedPath ?? '', path)
}

function pathMatches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const actual = path.split('/')
  for (const [index, segment] of wanted.entries()) {
    if (segment === '**') return true
    const value = actual[index]
    if (value === undefined) return false
    if (segment !== '*' && !segment.startsWith(':') && segment !== value) return false
  }
  return wanted.length === actual.length
}
