import { router } from '@inertiajs/vue3'
import { ref, watch } from 'vue'

interface FoundItem {
  label: string
  suffix?: string
  icon?: string
  to: string
}

interface FoundGroup {
  id: string
  label: string
  items: FoundItem[]
}

const askAfterMs = 200

/**
 * The command palette's search. The server answers `GET /search?q=` with groups of things the reader may open:
 * `{ data: [{ id, label, items: [{ label, suffix, icon, to }] }] }`.
 */
export function useCommands() {
  const searchTerm = ref('')
  const isSearching = ref(false)
  const found = ref<FoundGroup[]>([])
  const results = ref<ReturnType<typeof toCommands>>([])
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(searchTerm, (term) => {
    clearTimeout(timer)
    if (term.trim().length < 2) {
      found.value = []
      return
    }
    timer = setTimeout(() => void search(term.trim()), askAfterMs)
  })
  watch(found, (groups) => (results.value = toCommands(groups)))

  async function search(term: string): Promise<void> {
    isSearching.value = true
    try {
      const answer = await fetch(`/search?q=${encodeURIComponent(term)}`, {
        headers: { accept: 'application/json' },
      })
      if (!answer.ok || term !== searchTerm.value.trim()) return
      const body: { data: FoundGroup[] } = await answer.json()
      found.value = body.data
    } finally {
      isSearching.value = false
    }
  }

  return { searchTerm, results, isSearching }
}

function toCommands(groups: FoundGroup[]) {
  return groups.map((group) => ({
    id: group.id,
    label: group.label,
    ignoreFilter: true,
    items: group.items.map((item) => ({ ...item, to: undefined, onSelect: () => router.visit(item.to) })),
  }))
}
