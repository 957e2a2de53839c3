package stadion.localmesos.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.mesos.v1.Protos.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stadion.localmesos.json.ProtobufJsonReader;

class ResourceRulesTest {

    private static List<Resource> resource(String json) {
        return List.of(ProtobufJsonReader.convert(
                ProtobufJsonReader.parse(json.replace('\'', '"')), Resource.getDefaultInstance()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'name':'','type':'SCALAR','scalar':{'value':1}} | Empty resource name",
                "{'name':'cpus','type':'SCALAR'} | Invalid scalar resource",
                "{'name':'cpus','type':'SCALAR','scalar':{'value':-1}} | Invalid scalar resource: value <= 0",
                "{'name':'cpus','type':'SCALAR','scalar':{'value':0.0001}} | Invalid scalar resource: value <= 0",
                "{'name':'cpus','type':'SCALAR','scalar':{'value':'NaN'}} | Invalid scalar resource: value <= 0",
                "{'name':'p','type':'RANGES','ranges':{'range':[{'begin':2,'end':1}]}} | Invalid ranges resource: begin > end",
                "{'name':'p','type':'RANGES','ranges':{'range':[{'begin':1,'end':5},{'begin':5,'end':6}]}} | Invalid ranges resource: overlapping ranges",
                "{'name':'s','type':'SET','set':{'item':['a','a']}} | Invalid set resource: duplicated elements",
                "{'name':'t','type':'TEXT'} | Unsupported resource type",
                "{'name':'cpus','type':'SCALAR','scalar':{'value':1},'reservation':{}} | Invalid reservation: role \"*\" cannot be dynamically reserved",
                "{'name':'cpus','type':'SCALAR','scalar':{'value':1},'reservations':[{'role':'a'}]} | Invalid reservation: 'Resource.ReservationInfo.type' field must be set.",
                "{'name':'cpus','type':'SCALAR','scalar':{'value':1},'reservations':[{'type':'DYNAMIC','role':'a'},{'type':'DYNAMIC','role':'b'}]} | Invalid refined reservation: role 'b' is not a refinement of 'a'",
                "{'name':'cpus','type':'SCALAR','scalar':{'value':1},'disk':{'source':{'type':'PATH'}}} | DiskInfo should not be set for cpus resource",
                "{'name':'disk','type':'SCALAR','scalar':{'value':1},'disk':{'persistence':{'id':'x'}}} | Invalid DiskInfo: Persistent volumes cannot be created from unreserved resources",
                "{'name':'disk','type':'SCALAR','scalar':{'value':1},'role':'a','disk':{'persistence':{'id':'x'}}} | Invalid DiskInfo: Expecting 'volume' to be set for persistent volume",
            })
    void anInvalidResourceIsRefusedInMesosWords(String json, String problem) {
        assertThat(ResourceRules.check(resource(json))).contains(problem);
    }

    @Test
    void nothingOfAResourceIsValid() {
        assertThat(ResourceRules.check(resource("{'name':'cpus','type':'SCALAR','scalar':{'value':0}}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a//b", "a/", "-a", "a/*", "../a", "a b"})
    void badRolesAreRefused(String role) {
        assertThat(RoleRules.check(role)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"*", "prod", "eng/test", "a.b-c_d"})
    void goodRolesAreTaken(String role) {
        assertThat(RoleRules.check(role)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a/b", "..", "a\\b"})
    void badIdsAreRefused(String id) {
        assertThat(IdRules.check(id)).isPresent();
    }

    @Test
    void idsHaveALimit() {
        assertThat(IdRules.check("x".repeat(255))).isEmpty();
        assertThat(IdRules.check("x".repeat(256))).isPresent();
        assertThat(IdRules.check("")).isPresent();
    }
}
