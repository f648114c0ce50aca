import type { IncomingMessage } from 'node:http'
import { parseActivity, type SentActivity } from './activity.ts'
import { mediaTypeOf, parseJson, readBody } from './body.ts'
import { badArgument } from './errors.ts'
import { checkFile, checkTogether, most, readDataUrl, type SentFile } from './files.ts'
import { fileNameIn, parseMultipart, type Part } from './multipart.ts'

/** Room for the activity and the parts' headers beside the files. */
const framing = 300_000
const activityType = 'application/vnd.microsoft.activity'

export type Upload = { activity: SentActivity; files: SentFile[] }

const holdsActivity = (part: Part) => mediaTypeOf(part.contentType) === activityType
const emptyMessage: SentActivity = { type: 'message' }

/**
 * The files of an upload, and the activity that holds them: one file as the body itself, or a multipart body with a part
 * a file and, if it likes, one for the activity. Throws DirectLineError.
 */
export async function readUpload(req: IncomingMessage): Promise<Upload> {
  const contentType = req.headers['content-type'] ?? ''
  const body = await readBody(req, most.bytes + framing)
  if (mediaTypeOf(contentType) !== 'multipart/form-data') {
    const files = [checkFile(fileNameIn(req.headers['content-disposition']), mediaTypeOf(contentType), body)]
    checkTogether(files)
    return { activity: emptyMessage, files }
  }
  const parts = parseMultipart(body, contentType)
  const holder = parts.find(holdsActivity)
  const activity = holder ? parseActivity(parseJson(holder.body)) : emptyMessage
  if (activity.type !== 'message') throw badArgument('Files go with an activity of type message')
  const files = parts.filter(part => !holdsActivity(part)).map(part => checkFile(part.fileName, mediaTypeOf(part.contentType), part.body))
  if (files.length === 0) throw badArgument('The upload has no file')
  checkTogether(files)
  return { activity, files }
}

/** An attachment of a message: a checked file, or only the name of one that we do not have. */
export type Attached = SentFile | { name: string | undefined; contentType: string }

/** The files that an activity carries inside, as `data:` addresses; others of its attachments are named only. Throws DirectLineError. */
export function filesWithin(activity: SentActivity): Attached[] {
  const within = (activity.attachments ?? []).map(({ name, contentType, contentUrl }) => {
    const content = readDataUrl(contentUrl ?? '')
    return content ? checkFile(name ?? undefined, contentType || content.contentType, content.bytes) : { name: name ?? undefined, contentType }
  })
  checkTogether(within.filter(each => 'bytes' in each))
  return within
}
