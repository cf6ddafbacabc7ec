import { router } from '@inertiajs/vue3'
import { computed } from 'vue'

/** Search, filters and page of a list, as they stand in the URL. */
export function useListAddress(currentUrl: () => string) {
  const address = computed(() => new URL(currentUrl(), 'http://localhost'))
  const cursor = computed(() => address.value.searchParams.get('cursor'))
  const isFiltered = computed(() => [...address.value.searchParams.keys()].some((key) => key !== 'lang'))

  function valueOf(key: string): string {
    return address.value.searchParams.get(key) ?? ''
  }

  /** @param isFresh forgets every other filter */
  function goTo(changes: Record<string, string | null>, isFresh = false): void {
    const query = isFresh ? new URLSearchParams() : new URLSearchParams(address.value.searchParams)
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) query.delete(key)
      else query.set(key, value)
    }
    router.get(address.value.pathname, Object.fromEntries(query), {
      preserveState: true,
      preserveScroll: changes.cursor === undefined,
      replace: changes.cursor === undefined,
    })
  }

  return { cursor, isFiltered, valueOf, goTo }
}
