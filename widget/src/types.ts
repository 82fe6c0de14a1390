/** What travels: the widget API's messages, and what the browser makes of them. */

export type Sender = "bot" | "agent" | "buyer" | "system";

export interface Button {
  title: string;
  payload: string;
}

/** What a message's text says, for programs; only what the widget draws. */
export interface Facts {
  order_number?: string;
  verdict?: string;
  cancellations_used?: number;
  cancellations_left?: number;
  window_open?: boolean | null;
  window_last_day?: string;
  days_left?: number;
  case_number?: string;
  case_status?: string;
  case_next_actor?: string;
  case_due_at?: string;
  complaint_number?: string;
  complaint_status?: string;
  consent?: string;
  handover?: string;
}

/** A message as the server gives it. */
export interface Message {
  id: string;
  cursor: string;
  from: Sender;
  at: string;
  text?: string;
  buttons?: Button[];
  past?: boolean; // its buttons belong to a question that no longer stands
  image?: string;
  facts?: Facts;
  name?: string;
}

/** What a buyer says: a text, a pressed button with its title as text, or a file. */
export interface Content {
  text?: string;
  payload?: string;
  file?: File;
}

/** Something said, on its way. A final failure is not to be tried again. */
export interface Item extends Content {
  id: string;
  fileId?: string | undefined;
  state: "sending" | "sent" | "failed";
  note: string;
  share: number | null;
  final: boolean;
}

/** An answer of the server; `data` is null unless JSON. */
export interface Answer {
  status: number;
  retryAfter: string | null;
  data: unknown;
}
