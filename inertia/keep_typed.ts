type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/**
 * A page that the server made is filled before its script is there: on a slow network by hand, by the browser when somebody comes back. Taken
 * over by the script, a field would show what the server wrote again.
 * @returns what to call when the page has come to life: each field that was changed tells so once more
 */
export function keepTyped(page: ParentNode): () => void {
  const changed = [...page.querySelectorAll<Field>('input, textarea, select')].filter(isChanged)
  const kept = changed.map((field) => ({ field, value: field.value, isChecked: isChecked(field) }))
  return () => {
    for (const { field, value, isChecked: wasChecked } of kept) {
      if (isTicked(field)) field.checked = wasChecked
      else field.value = value
      field.dispatchEvent(new Event('input', { bubbles: true }))
      field.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }
}

/** Of a group of which one is chosen, only the chosen one says so. */
function isChanged(field: Field): boolean {
  if (isTicked(field))
    return field.checked !== field.defaultChecked && (field.type !== 'radio' || field.checked)
  if (field instanceof HTMLSelectElement)
    return [...field.options].some((option) => option.selected && !option.defaultSelected)
  return field.value !== field.defaultValue
}

function isTicked(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && ['radio', 'checkbox'].includes(field.type)
}

function isChecked(field: Field): boolean {
  return isTicked(field) && field.checked
}
