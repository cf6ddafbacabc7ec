import { onMounted, ref, type Ref } from 'vue'
import { askServer } from '~/composables/ask_server'
import { useRefusals } from '~/composables/use_refusals'

/** Something that the page's script reads from a service's panel, so that a slow panel holds no page up. @param words where a part has refusals of its own: `<words>.refused.<code>` */
export function useBelonging<Answer>(url: () => string, words = 'belongings') {
  const answer = ref<Answer | null>(null) as Ref<Answer | null>
  const problem = ref<string | null>(null)
  const isLoading = ref(true)
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

  onMounted(load)
  return { answer, problem, isLoading, load, wordsFor }
}
