import { unreachable } from '#app/shared/result'
import type { VariableProblem } from '#app/catalogue/domain/variable_rules'

interface Words {
  t(key: string, values?: Record<string, string | number>): string
}

/** Why a value of a game's variable is not taken, in the reader's language. */
export function explainVariable(words: Words, variable: string, problem: VariableProblem): string {
  const say = (values: Record<string, string | number> = {}, key: string = problem.rule) =>
    words.t(`variable_refusals.${key}`, { variable, ...values })
  switch (problem.rule) {
    case 'one_of':
      return say({ values: problem.values.join(', ') })
    case 'at_least':
    case 'at_most':
    case 'exactly':
      return say({ bound: problem.bound }, `${problem.rule}_${problem.unit}`)
    case 'between':
      return say({ minimum: problem.minimum, maximum: problem.maximum }, `between_${problem.unit}`)
    case 'required':
    case 'number':
    case 'whole_number':
    case 'yes_or_no':
    case 'letters':
    case 'letters_digits':
    case 'url':
    case 'email':
    case 'format':
    case 'text':
      return say()
    default:
      return unreachable(problem)
  }
}
