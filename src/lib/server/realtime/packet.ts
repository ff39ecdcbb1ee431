// What travels between the SFU's WebSocket adapter and us: one Protocol Buffers message a WebSocket message.
//   message Packet { uint32 sequenceNumber = 1; uint32 timestamp = 2; bytes payload = 5; }
// https://developers.cloudflare.com/realtime/sfu/features/media-transport-adapters/websocket-adapter/#media-formats
// Three fields need no library. A field that is not known is passed over, as the format asks; what is no message throws a RangeError.

export interface Packet {
	sequenceNumber: number;
	/** In samples of the track's clock. */
	timestamp: number;
	/** 16-bit little-endian samples, 48 kHz, left and right in turn. */
	payload: Uint8Array;
}

/** The adapter takes at most 32 KB a message. */
export const MOST_PACKET_BYTES = 32 * 1024;

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Only the payload is read by the adapter in this direction. */
export function encodePacket(payload: Uint8Array): Uint8Array {
	const head: number[] = [(5 << 3) | BYTES];
	for (let left = payload.length; ; left >>>= 7) {
		head.push(left > 0x7f ? (left & 0x7f) | 0x80 : left);
		if (left <= 0x7f) break;
	}
	const packet = new Uint8Array(head.length + payload.length);
	packet.set(head);
	packet.set(payload, head.length);
	return packet;
}

export function decodePacket(bytes: Uint8Array): Packet {
	if (bytes.length > MOST_PACKET_BYTES)
		throw new RangeError(`A packet has at most ${MOST_PACKET_BYTES} bytes, not ${bytes.length}.`);
	const packet: Packet = { sequenceNumber: 0, timestamp: 0, payload: new Uint8Array() };
	const reader = { bytes, at: 0 };
	while (reader.at < bytes.length) {
		const tag = readVarint(reader);
		const field = Math.floor(tag / 8);
		if (field === 0) throw new RangeError('A packet has no field 0.');
		switch (tag & 7) {
			case VARINT: {
				const value = readVarint(reader);
				if (field === 1) packet.sequenceNumber = value >>> 0;
				if (field === 2) packet.timestamp = value >>> 0;
				break;
			}
			case BYTES: {
				const length = readVarint(reader);
				const end = reader.at + length;
				if (end > bytes.length) throw new RangeError('A packet ends inside a field.');
				// The last one of a field counts, as in every reader of the format.
				if (field === 5) packet.payload = bytes.subarray(reader.at, end);
				reader.at = end;
				break;
			}
			case FIXED64:
				skip(reader, 8);
				break;
			case FIXED32:
				skip(reader, 4);
				break;
			default:
				throw new RangeError(`A packet has no field of wire type ${tag & 7}.`);
		}
	}
	return packet;
}

interface Reader {
	bytes: Uint8Array;
	at: number;
}

/** Up to 64 bits on the wire; what is over 2^53 is no number of ours and no length either. */
function readVarint(reader: Reader): number {
	let value = 0;
	for (let shift = 0; shift < 10; shift++) {
		const byte = reader.bytes[reader.at];
		if (byte === undefined) throw new RangeError('A packet ends inside a number.');
		reader.at++;
		value += (byte & 0x7f) * 2 ** (7 * shift);
		if (byte < 0x80) {
			if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('A packet has a number that is too large.');
			return value;
		}
	}
	throw new RangeError('A packet has a number that does not end.');
}

function skip(reader: Reader, count: number): void {
	reader.at += count;
	if (reader.at > reader.bytes.length) throw new RangeError('A packet ends inside a field.');
}
