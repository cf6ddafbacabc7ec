import { onMounted, type ShallowRef } from 'vue'

/** Tabs that do not fit scroll sideways: the one that is open must be among those that are seen. */
export function useCurrentInView(row: Readonly<ShallowRef<HTMLElement | null>>): void {
  onMounted(() => {
    const current = row.value?.querySelector<HTMLElement>('[aria-current]')
    if (row.value && current) row.value.scrollLeft = current.offsetLeft - row.value.offsetLeft - 24
  })
}
