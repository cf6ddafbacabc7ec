import { PDFDocument, PDFName, PDFRawStream, PDFRef } from '@cantoo/pdf-lib'

const schema = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#'
const properties = [
  ['DocumentFileName', 'name of the embedded XML invoice file'],
  ['DocumentType', 'INVOICE'],
  ['Version', 'The actual version of the Factur-X data'],
  ['ConformanceLevel', 'The conformance level of the Factur-X data'],
] as const

/**
 * Packs a PDF: its tags and tables of objects are compressed, which makes long documents a third of their size (PDF/A-3 allows it).
 * For a PDF that carries an e-invoice, the metadata says which, and declares those words as PDF/A wants it (Factur-X 1.0, chapter
 * 6.3; ISO 19005-3, 6.6.2.3): the typesetter embeds the file, yet knows nothing of this schema.
 */
export async function finishPdf(pdf: Buffer, { isFacturX }: { isFacturX: boolean }): Promise<Buffer> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  if (isFacturX) extendMetadata(document)
  return Buffer.from(
    await document.save({ useObjectStreams: true, addDefaultPage: false, updateFieldAppearances: false })
  )
}

function extendMetadata(document: PDFDocument): void {
  const name = PDFName.of('Metadata')
  const reference = document.catalog.get(name)
  const stream = document.context.lookup(reference)
  if (!(reference instanceof PDFRef) || !(stream instanceof PDFRawStream)) throw new Error('A PDF/A has metadata that can be read') // prettier-ignore
  const xmp = Buffer.from(stream.getContents()).toString('utf8')
  const end = xmp.lastIndexOf('</rdf:RDF>')
  if (end < 0) throw new Error('The metadata of a PDF/A is RDF')
  const bytes = Buffer.from(`${xmp.slice(0, end)}${facts}${declaration}${xmp.slice(end)}`, 'utf8')
  const dictionary = { Type: 'Metadata', Subtype: 'XML', Length: bytes.length }
  document.context.assign(reference, document.context.stream(bytes, dictionary))
}

const facts = `<rdf:Description rdf:about="" xmlns:fx="${schema}"><fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName><fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel></rdf:Description>`

const declaredProperties = properties
  .map(
    ([name, description]) =>
      `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>${description}</pdfaProperty:description></rdf:li>`
  )
  .join('')

const declaration = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema><pdfaSchema:namespaceURI>${schema}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>${declaredProperties}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>`
