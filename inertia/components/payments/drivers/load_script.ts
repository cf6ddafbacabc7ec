const scripts = new Map<string, Promise<void>>()

/** Loads a gateway's script once. It is fetched only where a form is shown, and never bundled: gateways ask for that. */
export function loadScript(url: string): Promise<void> {
  const known = scripts.get(url)
  if (known) return known
  const loading = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script')
    script.src = url
    script.async = true
    script.onload = () => resolve()
    script.onerror = () => {
      scripts.delete(url)
      script.remove()
      reject(new Error(`${url} did not load`))
    }
    document.head.append(script)
  })
  scripts.set(url, loading)
  return loading
}
