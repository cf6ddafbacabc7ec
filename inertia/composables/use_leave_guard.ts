import { router } from '@inertiajs/vue3'
import { onBeforeUnmount, onMounted } from 'vue'

/** Asks before a page with changes is left, by a link as by closing the window. */
export function useLeaveGuard(hasChanges: () => boolean, question: () => string): void {
  let stopWatching = (): void => undefined

  function warn(event: BeforeUnloadEvent): void {
    if (hasChanges()) event.preventDefault()
  }

  onMounted(() => {
    window.addEventListener('beforeunload', warn)
    stopWatching = router.on('before', ({ detail: { visit } }) => {
      const isLeaving = visit.method === 'get' && visit.url.pathname !== window.location.pathname
      return !isLeaving || !hasChanges() || window.confirm(question())
    })
  })
  onBeforeUnmount(() => {
    window.removeEventListener('beforeunload', warn)
    stopWatching()
  })
}
