/**
 * By which scheme an electronic address may be said: the EAS code list of the European Commission, as the rules of EN 16931 hold it (BR-CL-25).
 * A mail address (EM) and the addresses of older networks (A…) are no addresses on the Peppol network.
 */
const schemes = new Set((
  '0002 0007 0009 0037 0060 0088 0096 0097 0106 0130 0135 0142 0147 0151 0154 0158 0170 0177 0183 0184 0188 0190 0191 0192 0193 0194 0195 0196 0198 ' +
  '0199 0200 0201 0202 0203 0204 0205 0208 0209 0210 0211 0212 0213 0215 0216 0217 0218 0221 0225 0230 0235 0240 9910 9913 9914 9915 9918 9919 9920 ' +
  '9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942 9943 9944 9945 9946 9947 9948 9949 9950 ' +
  '9951 9952 9953 9957 9959'
).split(' ')) // prettier-ignore

export interface ElectronicAddress {
  scheme: string
  value: string
}

/** `0088:4012345000009` → scheme and value; null where it is not of that form, or of no known scheme. */
export function readElectronicAddress(text: string | null): ElectronicAddress | null {
  const [, scheme = '', value = ''] = /^(\d{4}|EM):(\S{1,100})$/.exec(text ?? '') ?? []
  if (scheme === 'EM') return /^[^@]+@[^@]+$/.test(value) ? { scheme, value } : null
  return schemes.has(scheme) ? { scheme, value } : null
}
