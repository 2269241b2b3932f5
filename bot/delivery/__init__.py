"""The post room: nothing that comes in is lost, nothing that goes out is sent twice."""
