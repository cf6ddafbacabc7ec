import { PostgresQueryCompiler } from 'kysely'
import { currentContext } from '#app/shared/database/context'

/** A statement that a record module put together for a tenant. */
export interface RecordedStatement {
  /** Such as `payments/records/refunds`. */
  module: string
  text: string
  values: readonly unknown[]
  tenantId: string
}

const samplesOfOneText = 3
const frameOfRecords = /\/app\/(\w+\/records\/\w+)\.[jt]s/
const samples = new Map<string, RecordedStatement[]>()

/**
 * From now on keeps some statements of each wording, with who put them together: while a query is put into words its record module is
 * on the stack. Nothing of the application is changed by being watched.
 */
export function recordStatements(): void {
  const compile = PostgresQueryCompiler.prototype.compileQuery
  PostgresQueryCompiler.prototype.compileQuery = function (...question) {
    const compiled = compile.apply(this, question)
    keep(compiled.sql, compiled.parameters)
    return compiled
  }
}

export function recordedStatements(): RecordedStatement[] {
  return [...samples.values()].flat()
}

function keep(text: string, values: readonly unknown[]): void {
  const tenantId = currentContext()?.tenant.id
  if (!tenantId) return
  const known = samples.get(text)
  const module = known?.[0]?.module ?? moduleOnStack()
  if (!module || (known?.length ?? 0) >= samplesOfOneText) return
  samples.set(text, [...(known ?? []), { module, text, values, tenantId }])
}

function moduleOnStack(): string | undefined {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 40
  const { stack } = new Error('where from')
  Error.stackTraceLimit = stackTraceLimit
  return frameOfRecords.exec(stack ?? '')?.[1]
}
