import { usePage } from '@inertiajs/vue3'
import { useToast } from '@nuxt/ui/composables'
import { watch } from 'vue'
import type { SharedProps } from '~/shared_props'

/** Shows what the server said about the last action: `ctx.session.flash('notice', { tone, text })`. */
export function useFlashToasts(): void {
  const page = usePage<SharedProps>()
  const toast = useToast()
  watch(
    () => page.props.flash,
    (flash) => {
      if (flash) toast.add({ title: flash.text, color: flash.tone, icon: icons[flash.tone] })
    },
    { immediate: true }
  )
}

const icons = {
  success: 'i-lucide-circle-check',
  error: 'i-lucide-circle-alert',
  info: 'i-lucide-info',
}
