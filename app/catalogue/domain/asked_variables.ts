import { isSecretVariable } from '#app/shared/secrets/secret_names'
import type { ProductOption } from '#app/catalogue/domain/catalogue'
import {
  fillVariables,
  type VariableDefinition,
  type VariableProblem,
} from '#app/catalogue/domain/variable_rules'

export interface VariableFault {
  type: 'variable_refused'
  field: string
  variable: string
  problem: VariableProblem
}

/** What is asked for with the values that were chosen, and what those values set by themselves. */
export interface Asked {
  definitions: VariableDefinition[]
  fixed: Record<string, string>
}

/** The variables of a game come with the value that stands for it: `ask` are those its buyer sets, `variables` those it sets. */
export function askedBy(options: readonly ProductOption[], chosen: Record<string, unknown>): Asked {
  const specs = options.flatMap(({ code, values }) =>
    values.filter((value) => value.code === chosen[code]).map(({ spec }) => spec)
  )
  const fixed = specs.flatMap(({ variables }) => (isTexts(variables) ? [variables] : []))
  return {
    definitions: specs.flatMap(({ ask }) => (Array.isArray(ask) ? (ask as VariableDefinition[]) : [])),
    fixed: Object.assign({}, ...fixed) as Record<string, string>,
  }
}

/** Values of everything that was asked for; each is chosen beside the options, by the variable's own name. */
export function answerAsked(
  { definitions, fixed }: Asked,
  wished: Record<string, unknown>
): { values: Record<string, string>; answers: { code: string; name: string; value: string; isTold: boolean }[]; faults: VariableFault[] } {
  const given = Object.fromEntries(
    // What is emptied in a form or sent as nothing is empty, and not its default.
    definitions.flatMap(({ code }) => (wished[code] === undefined ? [] : [[code, String(wished[code] ?? '')]]))
  )
  const { values, faults } = fillVariables(definitions, given)
  return {
    values: { ...fixed, ...values },
    answers: definitions.map(({ code, name, defaultValue }) => ({
      code,
      name,
      value: values[code] ?? '',
      // What opens something is not repeated in quotes and orders.
      isTold: values[code] !== defaultValue && values[code] !== '' && !isSecretVariable(code),
    })),
    faults: faults.map(({ code, name, problem }) => ({
      type: 'variable_refused',
      field: `options.${code}`,
      variable: name,
      problem,
    })),
  }
} // prettier-ignore

function isTexts(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
