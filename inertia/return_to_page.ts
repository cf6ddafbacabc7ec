/** What of a browser's window is listened to. */
interface Returning {
  addEventListener(
    type: 'popstate' | 'pageshow',
    listener: (event: { state?: unknown; persisted?: boolean }) => void
  ): void
}

interface Asking {
  /** Tells after each page that was shown, also of one that was remembered. */
  onShown(run: () => void): void
  /** Asks for the page's props again, without moving or losing what was typed. */
  reload(): void
}

/**
 * A page that somebody comes back to is asked for anew: by the back button within the application, from a gateway's page, or as the browser
 * froze it. What was remembered of it may be long over: an invoice that is paid by now, with its button to pay.
 * @param cameBack whether this very document was opened by going back
 */
export function refreshOnReturn(window: Returning, { onShown, reload }: Asking, cameBack: boolean): void {
  const state = { isReturning: cameBack }
  window.addEventListener('popstate', (event) => {
    if (event.state) state.isReturning = true
  })
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) reload()
  })
  onShown(() => {
    if (!state.isReturning) return
    state.isReturning = false
    reload()
  })
}

/** Whether the document was opened by going back or forward. */
export function isOpenedByReturning(entries: readonly { type?: string }[]): boolean {
  return entries[0]?.type === 'back_forward'
}
