import { test } from '@japa/runner'
import { isOpenedByReturning, refreshOnReturn } from '../../inertia/return_to_page.js'

/** A browser in front of a page of ours, and how often the page was asked for anew. */
function open({ cameBack = false } = {}) {
  const listeners = new Map<string, (event: { state?: unknown; persisted?: boolean }) => void>()
  const seen = { reloads: 0, show: () => undefined as void }
  refreshOnReturn(
    { addEventListener: (type, listener) => void listeners.set(type, listener) },
    { onShown: (run) => void (seen.show = run), reload: () => void (seen.reloads += 1) },
    cameBack
  )
  const goBack = (state: unknown = { page: {} }) => listeners.get('popstate')!({ state })
  return { seen, goBack, thaw: (persisted: boolean) => listeners.get('pageshow')!({ persisted }) }
}

test.group('Coming back to a page, after paying on it', () => {
  test('{what} asks for it anew {times} times')
    .with([
      { what: 'a page that was opened', act: ({ seen }: ReturnType<typeof open>) => seen.show(), times: 0 },
      { what: 'the back button, once', act: ({ seen, goBack }: ReturnType<typeof open>) => (goBack(), seen.show(), seen.show()), times: 1 },
      { what: 'a jump within the page', act: ({ seen, goBack }: ReturnType<typeof open>) => (goBack(null), seen.show()), times: 0 },
      { what: 'a page that the browser froze', act: ({ thaw }: ReturnType<typeof open>) => thaw(true), times: 1 },
      { what: 'a page that was loaded', act: ({ thaw }: ReturnType<typeof open>) => thaw(false), times: 0 },
    ])
    .run(({ assert }, { act, times }) => {
      const browser = open()
      act(browser)
      assert.equal(browser.seen.reloads, times)
    })

  test('back from the page of a gateway, which is another site', ({ assert }) => {
    const cameBack = isOpenedByReturning([{ type: 'back_forward' }])
    const browser = open({ cameBack })
    browser.seen.show()
    browser.seen.show()
    assert.equal(browser.seen.reloads, 1)
    assert.deepEqual([isOpenedByReturning([{ type: 'navigate' }]), isOpenedByReturning([])], [false, false])
  })
}) // prettier-ignore
