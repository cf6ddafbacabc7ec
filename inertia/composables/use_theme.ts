import { onMounted, ref } from 'vue'

export type Theme = 'system' | 'light' | 'dark'

const theme = ref<Theme>('system')

/** Light, dark, or as the system says; remembered in this browser. The root page applies it before anything is drawn. */
export function useTheme() {
  onMounted(() => {
    const wish = localStorage.getItem('theme')
    theme.value = wish === 'light' || wish === 'dark' ? wish : 'system'
  })

  function choose(next: Theme): void {
    theme.value = next
    if (next === 'system') localStorage.removeItem('theme')
    else localStorage.setItem('theme', next)
    const isDark =
      next === 'dark' || (next === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
    document.documentElement.classList.toggle('dark', isDark)
  }

  return { theme, choose }
}
