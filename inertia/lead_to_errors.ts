import { nextTick } from 'vue'

/**
 * After a refusal, puts the focus on the first field that was refused: its complaint is its description, so that a screen reader says both.
 * Where a form sums up what is wrong, the summary takes the focus by itself.
 */
export async function leadToErrors(): Promise<void> {
  await nextTick()
  await nextTick()
  if (document.activeElement?.closest('[role=alert]')) return
  // A menu that is a drawer is a dialog as well, and the form may stand behind it.
  const dialog = [...document.querySelectorAll('[role=dialog][data-state=open]')].at(-1)
  const field = findRefused(dialog) ?? findRefused(document)
  const control = field?.matches('fieldset')
    ? field.querySelector<HTMLElement>('input, button, [tabindex]')
    : field
  control?.focus()
}

const findRefused = (around: ParentNode | undefined) =>
  around?.querySelector<HTMLElement>('[aria-invalid=true]') ?? null
