import { router } from '@inertiajs/vue3'
import { useToast } from '@nuxt/ui/composables'
import { ref } from 'vue'
import { postJson } from '~/composables/post_json'

/** Sends one change of a screen to the API's controller behind it, once at a time, and shows what came of it. */
export function useChange(doneText: () => string) {
  const toast = useToast()
  const isSending = ref(false)
  const errors = ref<Record<string, string>>({})
  /** By which name the server refused it. */
  const code = ref<string | null>(null)

  async function send(
    method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body: object
  ): Promise<boolean> {
    if (isSending.value) return false
    isSending.value = true
    errors.value = {}
    code.value = null
    const answer = await postJson(url, body, method).catch(() => null)
    isSending.value = false
    if (answer?.isOk) {
      toast.add({ title: doneText(), color: 'success', icon: 'i-lucide-circle-check' })
      router.reload()
      return true
    }
    code.value = answer?.code ?? null
    errors.value = answer?.errors ?? {}
    if (Object.keys(errors.value).length === 0) {
      toast.add({ title: answer?.detail ?? '', color: 'error', icon: 'i-lucide-circle-alert' })
    } else void import('~/lead_to_errors').then(({ leadToErrors }) => leadToErrors())
    return false
  }

  return { isSending, errors, code, send }
}
