import { onMounted, ref, type Ref } from 'vue'
import { askServer } from '~/composables/ask_server'
import { useRefusals } from '~/composables/use_refusals'

/** Something that the page's script reads from a service's panel, so that a slow panel holds no page up. @param words where a part has refusals of its own: `<words>.refused.<code>` */
export function useBelonging<Answer>(url: () => string, words = 'belongings') {
  const answer = ref<Answer | null>(null) as Ref<Answer | null>
  const problem = ref<string | null>(null)
  const isLoading = ref(true)
  const isSending = ref(false)
  const refusal = ref('')
  const general = useRefusals('belongings', 'belongings.failed')
  const own = useRefusals(words, '')
  const wordsFor = (error: unknown) => own(error) || general(error)

  async function load(): Promise<void> {
    isLoading.value = true
    problem.value = null
    try {
      answer.value = await askServer<Answer>('GET', url())
    } catch (error) {
      problem.value = wordsFor(error)
    } finally {
      isLoading.value = false
    }
  }

  /** Changes something there. What was refused is said where it was asked; a lost answer may have acted, so it is read again. */
  async function send(work: () => Promise<void>): Promise<void> {
    isSending.value = true
    refusal.value = ''
    try {
      await work()
    } catch (error) {
      refusal.value = wordsFor(error)
      await load()
    } finally {
      isSending.value = false
    }
  }

  onMounted(load)
  return { answer, problem, isLoading, load, isSending, refusal, send }
}
