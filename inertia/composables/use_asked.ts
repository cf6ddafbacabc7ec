import { computed, ref, type Ref } from 'vue'

/** What a dialog asks about, and whether it is open: closing it forgets what was asked. */
export function useAsked<Subject>() {
  const asked = ref<Subject | null>(null) as Ref<Subject | null>
  const isAsked = computed({
    get: () => asked.value !== null,
    set: (isOpen) => isOpen || (asked.value = null),
  })
  return { asked, isAsked }
}
