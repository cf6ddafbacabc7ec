import { onMounted, ref } from 'vue'

export type Theme = 'system' | 'light' | 'dark'

const theme = ref<Theme>('system')

/** Light, dark, or as the system says; remembered in this browser. The root page draws it, from the first line on. */
export function useTheme() {
  onMounted(() => {
    const wish = localStorage.getItem('theme')
    theme.value = wish === 'light' || wish === 'dark' ? wish : 'system'
  })

  function choose(next: Theme): void {
    theme.value = next
    if (next === 'system') localStorage.removeItem('theme')
    else localStorage.setItem('theme', next)
    // Other windows hear of it from the browser; this one hears it in the same way.
    dispatchEvent(new StorageEvent('storage', { key: 'theme' }))
  }

  return { theme, choose }
}
