import { err, ok, type Result } from '#app/shared/result'
import type { ReadFailure, ReadStatements, StatementReader } from '#app/banking/drivers/contract'
import { findBrokenRule, messageRules } from '#app/banking/drivers/camt/message_rules'
import { readStatement } from '#app/banking/drivers/camt/read_statement'
import { all, first, readXml, type XmlElement } from '#app/banking/drivers/camt/xml_tree'

const namespace = /^urn:iso:std:iso:20022:tech:xsd:(camt\.053\.001\.(\d{2}))$/

/** Statements as ISO 20022 writes them: camt.053 in the versions 2 and 8, which are those that banks send. */
export const camt: StatementReader = {
  name: 'camt',
  recognises: (beginning) => /^\s*(<\?xml|<!DOCTYPE|<([\w.-]+:)?Document[\s>])/.test(beginning),
  read(text) {
    try {
      return readMessage(readXml(text))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return err({ type: 'unreadable', reason: reason.slice(0, 300), where: null })
    }
  },
}

function readMessage(document: XmlElement): Result<ReadStatements, ReadFailure> {
  const [, name = '', version = ''] = namespace.exec(document.uri) ?? []
  if (version !== '02' && version !== '08') return err({ type: 'version_unknown', found: document.uri.slice(0, 200) })
  const message = document.name === 'Document' ? first(document, 'BkToCstmrStmt') : null
  if (!message) return err({ type: 'unreadable', reason: 'It holds no statement', where: 'BkToCstmrStmt' })
  const where = findBrokenRule(message, messageRules(version))
  if (where) return err({ type: 'unreadable', reason: `It is against the rules of ${name}`, where })
  const format = name as 'camt.053.001.02' | 'camt.053.001.08'
  return ok({ format, statements: all(message, 'Stmt').map(readStatement) })
} // prettier-ignore
