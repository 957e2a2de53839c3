/**
 * Protobuf messages as JSON in Mesos' way: field names as in the proto file, enums by name, bytes as base64, 64-bit
 * numbers as numbers. The protobuf library in the Mesos jar lacks this, so it is done by reflection.
 */
package stadion.localmesos.json;
