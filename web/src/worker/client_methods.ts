// The methods that a family's page speaks, so that it carries no others: a phone fetches this before the first word.
import * as messages from '../protocol/messages.ts';

export const client_methods = {
  'session.challenge': [messages.sessionChallengeRequest, messages.sessionChallengeResult],
  'session.login': [messages.sessionLoginRequest, messages.sessionLoginResult],
  'session.ping': [messages.sessionPingRequest, messages.sessionPingResult],
  'advisor.keys': [messages.advisorKeysRequest, messages.advisorKeysResult],
  'conversation.create': [messages.conversationCreateRequest, messages.conversationCreateResult],
  'conversation.work': [messages.conversationWorkRequest, messages.conversationWorkResult],
  'conversation.list': [messages.conversationListRequest, messages.conversationListResult],
  'conversation.append': [messages.conversationAppendRequest, messages.conversationAppendResult],
  'conversation.rekey': [messages.conversationRekeyRequest, messages.conversationRekeyResult],
  'conversation.subscribe': [messages.conversationSubscribeRequest, messages.conversationSubscribeResult],
  'blob.begin': [messages.blobBeginRequest, messages.blobBeginResult],
  'blob.finish': [messages.blobFinishRequest, messages.blobFinishResult],
  'blob.cancel': [messages.blobCancelRequest, messages.blobCancelResult],
  'blob.open': [messages.blobOpenRequest, messages.blobOpenResult],
  'appointment.offered': [messages.appointmentOfferedRequest, messages.appointmentOfferedResult],
  'appointment.hold': [messages.appointmentHoldRequest, messages.appointmentHoldResult],
  'appointment.extend': [messages.appointmentExtendRequest, messages.appointmentExtendResult],
  'appointment.release': [messages.appointmentReleaseRequest, messages.appointmentReleaseResult],
  'appointment.book': [messages.appointmentBookRequest, messages.appointmentBookResult],
  'appointment.move': [messages.appointmentMoveRequest, messages.appointmentMoveResult],
  'appointment.answer': [messages.appointmentAnswerRequest, messages.appointmentAnswerResult],
  'appointment.cancel': [messages.appointmentCancelRequest, messages.appointmentCancelResult],
  'appointment.list': [messages.appointmentListRequest, messages.appointmentListResult],
} satisfies Partial<messages.MethodShapes>;
