import { router } from '@inertiajs/vue3'
import { isOpenedByReturning, refreshOnReturn } from './return_to_page'

/** Has pages asked for anew that their reader comes back to. Called once, before the first page is shown. */
export function watchReturns(): void {
  const opened = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const asking = {
    onShown: (run: () => void) => void router.on('navigate', run),
    reload: () => router.reload(),
  }
  refreshOnReturn(window, asking, isOpenedByReturning(opened))
}
